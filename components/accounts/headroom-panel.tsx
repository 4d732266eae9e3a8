// Room under every rule as the engine last judged it: share, money, base, and what the next reset does to it.
import { consequenceText, measureText } from '@/components/rules/rule-words';
import { Empty } from '@/components/ui/empty';
import { HeadroomBar } from '@/components/ui/headroom-bar';
import { Panel } from '@/components/ui/panel';
import { shareText } from '@/components/ui/share-text';
import { StateChip, type RiskState } from '@/components/ui/state-chip';
import { When } from '@/components/ui/when';
import { WithInstants } from '@/components/ui/with-instants';
import type { Sized } from '@/lib/accounts/room';
import { minorDigits } from '@/lib/money';
import { bindingState } from '@/lib/rules/assess';
import { ruleName } from '@/lib/rules/rule-name';
import type { RuleState } from '@/lib/rules/types';
import { RoomInLots } from './room-in-lots';

type Props = {
  states: RuleState[];
  currency: string;
  ruleSet: string;
  /** Where nothing is known of its feed now: the instant all of this is from. */
  asOf?: string | null;
  /** Instruments to size a position in; absent where the past is shown. */ symbols?: Sized[];
};

export function HeadroomPanel({ states, currency, ruleSet, asOf = null, symbols = [] }: Props) {
  const binding = bindingState(states);
  return (
    <Panel
      title="Headroom by rule"
      aside={
        <span>
          Pinned: {ruleSet}
          {asOf !== null && (
            <span className="text-caution">
              {' '}
              · as of <When at={asOf} mode="minute" />
            </span>
          )}
        </span>
      }
      flush
    >
      {states.length === 0 ? (
        <Empty title="Nothing judged yet" body="The first trade or report of this account is judged as it arrives." className="m-4" />
      ) : (
        <ul className="divide-y divide-line">
          {states.map((state) => (
            <li key={`${state.rule}#${state.instance}`} className="px-4 py-2">
              <RuleLine state={state} currency={currency} isLastKnown={asOf !== null} />
            </li>
          ))}
        </ul>
      )}
      {binding?.headroom != null && binding.allowance !== null && symbols.length > 0 && (
        <RoomInLots
          room={{ headroom_cents: binding.headroom, allowance_cents: binding.allowance, digits: minorDigits(currency) }}
          rule={ruleName(binding.rule, binding.instance)}
          symbols={symbols}
        />
      )}
    </Panel>
  );
}

function RuleLine({ state, currency, isLastKnown }: { state: RuleState; currency: string; isLastKnown: boolean }) {
  const text = (value: number | null) => measureText(value, state.unit, currency);
  const name = ruleName(state.rule, state.instance);
  const isBand = state.status !== 'none';
  return (
    <details>
      <summary className="grid cursor-pointer grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 sm:grid-cols-[200px_96px_64px_1fr_auto]">
        <span className="font-medium">{name}</span>
        <span className="order-2 sm:order-none">
          {state.used_bps !== null || isBand ? (
            <HeadroomBar
              usedBps={state.used_bps}
              state={bandOf(state)}
              label={name}
              left={state.headroom === null ? null : text(state.headroom)}
              isLastKnown={isLastKnown}
            />
          ) : null}
        </span>
        <span className="num hidden text-label text-ink-2 sm:block">{state.used_bps === null ? '' : shareText(state.used_bps)}</span>
        <span className="order-3 text-ink-2 sm:order-none">{leftText(state, text)}</span>
        <span className="justify-self-end">{isBand ? <StateChip state={bandOf(state)} /> : <Progress outcome={state.outcome} />}</span>
      </summary>
      <div className="mt-2 flex flex-col gap-2 pb-1 text-ink-2">
        <p className="text-ink">
          <WithInstants text={state.message} />
        </p>
        <p className="text-label">
          Measured <span className="num">{text(state.measured)}</span>, limit <span className="num">{text(state.limit)}</span>; a breach{' '}
          {consequenceText(state.consequence)}.
        </p>
        <Steps state={state} />
        {state.after_reset && (
          <p className="text-label">
            At the reset on <When at={new Date(state.after_reset.at).toISOString()} mode="minute" />, if nothing moves: floor{' '}
            <span className="num">{text(state.after_reset.limit)}</span>, room{' '}
            <span className="num">{text(state.after_reset.headroom)}</span>.
          </p>
        )}
      </div>
    </details>
  );
}

function Steps({ state }: { state: RuleState }) {
  if (state.evidence.length === 0) return null;
  return (
    <ol className="text-label">
      {state.evidence.map((step, index) => (
        <li key={index} className="flex max-w-prose justify-between gap-4">
          <span>{step.label}</span>
          <span className="num text-right text-ink">{step.value}</span>
        </li>
      ))}
    </ol>
  );
}

function leftText(state: RuleState, text: (value: number | null) => string): string {
  if (state.status === 'unknown' || state.outcome === 'unknown') return 'not known';
  if (state.headroom !== null) return `${text(state.headroom)} left`;
  if (state.measured !== null && state.limit !== null) return `${text(state.measured)} of ${text(state.limit)}`;
  return state.outcome === 'no_data' ? 'not yet measurable' : '';
}

function bandOf(state: RuleState): RiskState {
  return state.status === 'none' ? 'unknown' : state.status;
}

const PROGRESS: Record<string, string> = {
  met: 'Met',
  not_met: 'Not met yet',
  no_data: 'Not yet measurable',
  pass: 'Kept',
  breach: 'Broken',
  unknown: 'Unknown',
};

function Progress({ outcome }: { outcome: string }) {
  return <span className="text-label text-ink-2">{PROGRESS[outcome] ?? outcome}</span>;
}
