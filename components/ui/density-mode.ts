// How tall a row is, and the cookie that remembers it; apart from the client part so that the server can draw the first paint right.

export const DENSITIES = ['compact', 'normal', 'roomy'] as const;
export type Density = (typeof DENSITIES)[number];

export const DENSITY_COOKIE = 'density';

export function densityOf(value: string | undefined): Density {
  return DENSITIES.find((one) => one === value) ?? 'normal';
}
