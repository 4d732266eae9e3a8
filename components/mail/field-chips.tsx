// The closed list of what a message may name, each with its meaning, its kind and an example; those it must name are marked until they are.
import { cn } from '@/components/ui/cn';
import type { FieldKind, Message, Template } from '@/lib/mail/message';
import { fieldsIn } from '@/lib/mail/template';

const KINDS: Record<FieldKind, string> = { text: 'words', lines: 'several lines', link: 'a link to our own host', bar: 'the headroom bar' };

type Props = { message: Message; words: Template; isOff: boolean; onInsert: (field: string) => void };

export function FieldChips({ message, words, isOff, onInsert }: Props) {
  const named = fieldsIn(`${words.subject}\n${words.body}`);
  const examples = message.say(message.example);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-label font-medium text-ink-2">Fields of this message</legend>
      <ul className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {Object.entries(message.fields).map(([name, field]) => {
          const example = examples[name];
          const isMissing = message.required.includes(name) && !named.includes(name);
          return (
            <li key={name} className="min-w-0">
              <button
                type="button"
                disabled={isOff}
                onClick={() => onInsert(name)}
                title={typeof example === 'string' ? `For example: ${example.slice(0, 200)}` : undefined}
                className={cn(
                  'max-w-full truncate rounded-sm border px-1.5 font-mono text-label not-disabled:hover:bg-sunken',
                  isMissing
                    ? 'border-critical text-critical'
                    : named.includes(name)
                      ? 'border-line-strong bg-sunken'
                      : 'border-line-strong',
                )}
              >
                {name}
              </button>
              <p className="text-label text-ink-2">
                {field.caption}
                <span className="text-ink-3">
                  , {KINDS[field.kind]}
                  {message.required.includes(name) && (isMissing ? '; must be named' : '; must stay')}
                </span>
              </p>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
