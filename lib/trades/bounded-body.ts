// Reads a request's body within a size and a time: the header may lie, so bytes are counted as they arrive.
type BodyRead = { ok: true; bytes: Uint8Array } | { ok: false; code: 'too-large' | 'too-slow' };

export async function readBounded(stream: ReadableStream<Uint8Array> | null, maxBytes: number, maxMillis: number): Promise<BodyRead> {
  if (!stream) return { ok: true, bytes: new Uint8Array() };
  const reader = stream.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), maxMillis);
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late]);
      if (next === 'late') return giveUp(reader, 'too-slow');
      if (next.done) return { ok: true, bytes: Buffer.concat(chunks) };
      size += next.value.byteLength;
      if (size > maxBytes) return giveUp(reader, 'too-large');
      chunks.push(next.value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function giveUp(reader: ReadableStreamDefaultReader<Uint8Array>, code: 'too-large' | 'too-slow'): BodyRead {
  // The rest is not wanted, and a sender that has gone away already is no trouble of ours. Nobody waits for it either: letting go of a
  // body that has stopped arriving may itself not end before the body does.
  reader.cancel().catch(() => undefined);
  return { ok: false, code };
}
