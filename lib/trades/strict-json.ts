// Reads a message as JSON without the leniency a signed door cannot afford: one meaning per message, and no number rounded on the way.
// `JSON.parse` keeps the last of two equal keys and turns every number into a float; here both would change what was signed.
import { isUtf8 } from 'node:buffer';

/** A number as it was written. Whoever needs it decides whether a number is welcome there. */
export class JsonNumber {
  constructor(readonly text: string) {}
}
export type JsonValue = null | boolean | string | JsonNumber | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

export class MalformedJson extends Error {}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

/**
 * An object that inherits nothing, so a key such as `__proto__` is a key like any other. `Object.create(null)` would do the same, but the
 * engine keeps what that makes as dictionaries, which take three times as long to fill and to read.
 */
const Bare = function () {} as unknown as new () => JsonObject;
Bare.prototype = Object.create(null);

const MAX_DEPTH = 8;
const MAX_STRING = 1024;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
// A string up to its closing quote; escapes are resolved by JSON.parse on the exact slice.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const LITERALS: [string, JsonValue][] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** UTF-8 bytes to text; null where they are not UTF-8, begin with a byte order mark, or hold a NUL (which Postgres text cannot keep). */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return null;
  if (bytes.includes(0)) return null;
  // A byte order mark is text to a buffer's own reading; it is turned away above.
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : null;
}

/** Throws MalformedJson on anything but one JSON value within the limits. */
export function parseStrictJson(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): JsonValue {
    this.take(SPACE);
    const next = this.text[this.at];
    if (next === '{') return this.object(depth + 1);
    if (next === '[') return this.array(depth + 1);
    if (next === '"') return this.string();
    for (const [word, value] of LITERALS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const number = this.take(NUMBER);
    if (!number) throw this.trouble('a value was expected');
    return new JsonNumber(number);
  }

  end(): void {
    this.take(SPACE);
    if (this.at < this.text.length) throw this.trouble('something follows the value');
  }

  private object(depth: number): JsonObject {
    this.enter(depth);
    const found = new Bare();
    if (this.closes('}')) return found;
    for (;;) {
      this.take(SPACE);
      if (this.text[this.at] !== '"') throw this.trouble('a key was expected');
      const key = this.string();
      if (key in found) throw this.trouble(`the key "${key}" stands twice`);
      this.take(SPACE);
      if (this.text[this.at] !== ':') throw this.trouble('":" was expected');
      this.at += 1;
      found[key] = this.value(depth);
      if (this.closes('}')) return found;
      this.comma();
    }
  }

  private array(depth: number): JsonValue[] {
    this.enter(depth);
    const found: JsonValue[] = [];
    if (this.closes(']')) return found;
    for (;;) {
      found.push(this.value(depth));
      if (this.closes(']')) return found;
      this.comma();
    }
  }

  private string(): string {
    const quoted = this.take(STRING);
    if (!quoted) throw this.trouble('a string is not well formed');
    const value = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
    if (value.length > MAX_STRING) throw this.trouble('a string is too long');
    if (value.includes('\u0000') || !value.isWellFormed()) throw this.trouble('a string is not text');
    return value;
  }

  private enter(depth: number): void {
    if (depth > MAX_DEPTH) throw this.trouble('the message is nested too deep');
    this.at += 1;
  }

  private closes(mark: string): boolean {
    this.take(SPACE);
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private comma(): void {
    if (this.text[this.at] !== ',') throw this.trouble('"," was expected');
    this.at += 1;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private trouble(what: string): MalformedJson {
    return new MalformedJson(`At character ${this.at}: ${what}.`);
  }
}
