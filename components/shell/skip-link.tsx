// The first stop of the keyboard: past the navigation, to what the page is about.

export function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-sm focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-on"
    >
      Skip to the content
    </a>
  );
}
