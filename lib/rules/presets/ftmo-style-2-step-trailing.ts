// The two-step style with a floor that follows the balance at the end of each day: a dataset says so, against the firm's own page.
import { TWO_STEP_CASES, twoSteps } from '@/lib/rules/presets/ftmo-style-2-step';
import { ANY_SIZE, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

const DATASET = 'https://github.com/powerFC/propfirm-rules-dataset';

export const ftmoStyle2StepTrailing: Preset = {
  code: 'ftmo-style-2-step-trailing',
  title: 'FTMO style, two steps, trailing',
  sizes: ANY_SIZE,
  cases: [...TWO_STEP_CASES, 'TDD-001', 'TDD-002'],
  make: (terms) => {
    const read = unconfirmed('rules.max-drawdown[0]', DATASET, 'A dataset; the page of the firm says static.');
    return presetDocument('ftmo-style-2-step-trailing', terms, twoSteps(terms, 'trailing_eod_balance', read));
  },
};
