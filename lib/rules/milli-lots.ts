// Lots as whole thousandths, for the ordinary ones: exact, and without big numbers. Whatever does not fit is left to the exact reader.
const MILLI = 1000;

/** Thousandths of lots in plain decimal text of at most three places; -1 for any other text. */
export function milliText(text: string): number {
  const { length } = text;
  if (length === 0 || length > 11) return -1;
  let value = 0;
  let places = -1;
  for (let i = 0; i < length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit === -2 && places < 0 && i > 0) places = 0;
    else if (digit < 0 || digit > 9 || places === 3) return -1;
    else {
      value = value * 10 + digit;
      if (places >= 0) places += 1;
    }
  }
  for (let i = places < 0 ? 0 : places; i < 3; i += 1) value *= 10;
  return value;
}

/** Shortest decimal text of thousandths: "2", "0.5", "1.25". */
export function milliSpelled(milli: number): string {
  const whole = Math.floor(milli / MILLI);
  const rest = milli - whole * MILLI;
  if (rest === 0) return `${whole}`;
  const digits = `${MILLI + rest}`.slice(1);
  return `${whole}.${digits.endsWith('00') ? digits.slice(0, 1) : digits.endsWith('0') ? digits.slice(0, 2) : digits}`;
}
