// The package tells the database who asks in ten statements of two trips each, before every request. They are told in one here, which
// is sent and answered before the request's own statement, so that nothing ever runs under a role that was not taken.
import type postgres from 'postgres';

const SETTING = /^SELECT set_config\('([a-z_.]+)', (\$1|''), true\)$/i;
/** Calls of functions: few texts, repeated for ever. Other texts vary with their filters and would fill the connection with plans. */
const REPEATED = /^\s*select\s+(?:\* from )?(?:public\.)?[a-z_]+\(/i;

type Unsafe = (text: string, values?: unknown[], options?: object) => Promise<unknown>;

/** What a setting's own statement would have answered, as far as anybody looks. */
const nothing = () => Object.assign([], { command: 'SELECT', count: 0 });

/** Statements of one held connection: settings wait for the statement they are made for; those that come again and again keep their plan. */
function inFewerTrips(send: Unsafe): Unsafe {
  let settings: [name: string, value: unknown][] = [];
  const tellSettings = async () => {
    const told = settings;
    settings = [];
    const list = told.map((_, at) => `set_config($${2 * at + 1}, $${2 * at + 2}, true)`).join(', ');
    await send(`select ${list}`, told.flat(), { prepare: true });
  };
  return async (text, values = [], options = {}) => {
    const setting = SETTING.exec(text);
    if (setting?.[1]) {
      settings.push([setting[1], values[0] ?? '']);
      return nothing();
    }
    // A transaction that ends takes its settings with it.
    if (/^(?:commit|rollback)\b/i.test(text)) settings = [];
    if (settings.length > 0) await tellSettings();
    return send(text, values, REPEATED.test(text) ? { prepare: true, ...options } : options);
  };
}

export function withFewerTrips(driver: postgres.Sql): void {
  const reserve = driver.reserve.bind(driver);
  driver.reserve = async () => {
    const held = await reserve();
    held.unsafe = inFewerTrips(held.unsafe.bind(held) as unknown as Unsafe) as unknown as typeof held.unsafe;
    return held;
  };
}
