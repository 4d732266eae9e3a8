// Where a new draft begins: the version in force, or a preset cut to what the challenge sells.
import type { Plain } from '@/lib/challenges/draft-fields';
import { cents, formatMoney } from '@/lib/money';
import { accept, refuse, type Result } from '@/lib/refusal';
import { findPreset } from '@/lib/rules/presets/register';

export interface PhaseSold {
  id: string;
  name: string;
  position: number;
  is_live: boolean;
  challenge_title: string;
  currency: string;
  account_size_cents: number;
}

const PRESET_DIGITS = 2;

export function presetDraft(code: string, phase: PhaseSold): Result<Plain> {
  const preset = findPreset(code);
  if (!preset) return refuse('not-found', 'There is no such preset.', { path: 'from' });
  const size = formatMoney(cents(phase.account_size_cents), PRESET_DIGITS);
  if (!preset.sizes.includes(size)) {
    return refuse('size-not-offered', `${preset.title} is written for ${preset.sizes.join(', ')}, and this challenge is sold at ${size}.`, {
      path: 'from',
    });
  }
  const kind = phase.is_live ? 'funded' : phase.position === 1 ? 'evaluation' : 'verification';
  return accept({ ...preset.make({ size, phase: kind }), currency: phase.currency });
}
