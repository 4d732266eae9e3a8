// Text handed on while it is made: the maker waits for the reader, so a file of any length needs the memory of one part.

export function textStream(make: (write: (text: string) => Promise<void>) => Promise<unknown>): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  make((text) => writer.write(encoder.encode(text)))
    .then(
      () => writer.close(),
      (trouble: unknown) => writer.abort(trouble),
    )
    .catch(() => undefined);
  return readable;
}
