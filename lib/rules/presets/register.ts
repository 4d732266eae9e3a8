// Every preset the office offers, by code.
import { alphaStyle } from '@/lib/rules/presets/alpha-style';
import { apexStyleEod } from '@/lib/rules/presets/apex-style-eod';
import { apexStyleFunded } from '@/lib/rules/presets/apex-style-funded';
import { apexStyleIntraday } from '@/lib/rules/presets/apex-style-intraday';
import { blueGuardianStyle } from '@/lib/rules/presets/blue-guardian-style';
import { breakoutStyle } from '@/lib/rules/presets/breakout-style';
import { e8StyleOne } from '@/lib/rules/presets/e8-style-one';
import { ftmoStyle1Step } from '@/lib/rules/presets/ftmo-style-1-step';
import { ftmoStyle2Step } from '@/lib/rules/presets/ftmo-style-2-step';
import { ftmoStyle2StepTrailing } from '@/lib/rules/presets/ftmo-style-2-step-trailing';
import { fundednextStyleStellar } from '@/lib/rules/presets/fundednext-style-stellar';
import { fundingpipsStyle } from '@/lib/rules/presets/fundingpips-style';
import { fundingpipsStyleZero } from '@/lib/rules/presets/fundingpips-style-zero';
import { houseDefault } from '@/lib/rules/presets/house-default';
import { houseFunded } from '@/lib/rules/presets/house-funded';
import { oandaStyleBoost } from '@/lib/rules/presets/oanda-style-boost';
import { oandaStyleClassic } from '@/lib/rules/presets/oanda-style-classic';
import { pipfarmStyle } from '@/lib/rules/presets/pipfarm-style';
import { sharkStyle } from '@/lib/rules/presets/shark-style';
import { the5ersStyleHighStakes } from '@/lib/rules/presets/the5ers-style-high-stakes';
import { topstepStyleCombine } from '@/lib/rules/presets/topstep-style-combine';
import { topstepStyleFunded } from '@/lib/rules/presets/topstep-style-funded';
import { tx3Style } from '@/lib/rules/presets/tx3-style';
import type { Preset } from '@/lib/rules/presets/preset';

export const PRESETS: readonly Preset[] = [
  ftmoStyle2Step,
  ftmoStyle2StepTrailing,
  ftmoStyle1Step,
  topstepStyleCombine,
  topstepStyleFunded,
  apexStyleIntraday,
  apexStyleEod,
  apexStyleFunded,
  the5ersStyleHighStakes,
  fundednextStyleStellar,
  e8StyleOne,
  oandaStyleClassic,
  oandaStyleBoost,
  breakoutStyle,
  fundingpipsStyle,
  fundingpipsStyleZero,
  alphaStyle,
  blueGuardianStyle,
  pipfarmStyle,
  tx3Style,
  houseDefault,
  houseFunded,
  sharkStyle,
];

export function findPreset(code: string): Preset | undefined {
  return PRESETS.find((preset) => preset.code === code);
}
