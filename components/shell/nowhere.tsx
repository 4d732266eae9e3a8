// A page inside the frame that cannot be shown: the navigation stays around it, so it brings neither a mark nor a main landmark of its own.
import { LinkButton } from '@/components/ui/button';

type Props = { title: string; body: string; href: string; back: string };

export function Nowhere({ title, body, href, back }: Props) {
  return (
    <div className="flex max-w-prose flex-col items-start gap-3 py-8">
      <h1 className="text-title font-semibold">{title}</h1>
      <p className="text-ink-2">{body}</p>
      <LinkButton href={href}>{back}</LinkButton>
    </div>
  );
}
