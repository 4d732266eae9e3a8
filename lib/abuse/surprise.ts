// How surprising a count is where fewer were expected.

/** Logarithms of the factorials of whole numbers, as far as they were asked for. */
const FACTORIALS = [0, 0];

function logFactorial(count: number): number {
  for (let k = FACTORIALS.length; k <= count; k++) FACTORIALS.push((FACTORIALS[k - 1] as number) + Math.log(k));
  return FACTORIALS[count] as number;
}

/** How unlikely so many or more are when so few are expected, as a power of ten: 6 means once in a million. */
export function surpriseOf(count: number, expected: number): number {
  if (count <= expected) return 0;
  const mean = Math.max(expected, 1e-3);
  // The first term of Poisson's tail in logarithms, and the tail as a series that falls by at least mean / (count + 1).
  const log = -mean + count * Math.log(mean) - logFactorial(count);
  return Math.max(0, -(log + Math.log(1 / (1 - mean / (count + 1)))) / Math.LN10);
}
