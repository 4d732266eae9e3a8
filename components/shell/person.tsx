// Who is signed in, which clock and theme they read by, and the way out.
import { KeyHelpButton } from '@/components/palette/key-help';
import { Button } from '@/components/ui/button';
import { DensityChoice } from '@/components/ui/density';
import { ThemeToggle } from '@/components/ui/theme-toggle';
import { ZoneChoice } from '@/components/ui/zone';

type PersonProps = { name: string; role: string; signOut: (form: FormData) => Promise<void>; isStaff?: boolean };

export function Person({ name, role, signOut, isStaff = false }: PersonProps) {
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3 lg:gap-1.5 lg:pt-2">
      <div className="px-2">
        <p className="truncate font-medium" title={name}>
          {name}
        </p>
        <p className="text-label text-ink-3">{role}</p>
      </div>
      <ZoneChoice />
      <ThemeToggle />
      {isStaff && (
        <>
          <DensityChoice className="max-sm:hidden" />
          <KeyHelpButton />
        </>
      )}
      <form action={signOut}>
        <Button type="submit" className="w-full">
          Sign out
        </Button>
      </form>
    </div>
  );
}
