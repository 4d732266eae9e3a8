// A sentence of the document for programs, which marks what is typed with backticks, as people read it.
export function Words({ text }: { text: string }) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}
