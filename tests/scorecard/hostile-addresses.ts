// Addresses that lead into our own network or to nothing that may be called, each spelled another way; and the names of a resolver that
// answers whatever suits the one who asks us to call.

/** Hosts of a web address; the port of the canary is put behind each. */
export const HOSTILE_HOSTS: readonly string[] = [
  ...['127.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', '127.0.0.1.', '127.1', '127.0.1', '0', '0.0.0.0', '127.255.255.254'],
  // One number, octal, hexadecimal, and mixtures of them.
  ...['2130706433', '0x7f000001', '0x7f.1', '0x7f.0x0.0x0.0x1', '0177.0.0.1', '017700000001', '0177.0.0x0.1', '0300.0250.01.01'],
  // Percent signs, wide letters and digits, a soft hyphen, other dots: the address parser reads all of them as the plain ones.
  ...['loc%61lhost', '%31%32%37.0.0.1', 'ｌｏｃａｌｈｏｓｔ', '①②⑦.⓪.⓪.①', '０x7f.1', '127。0。0。1', 'local\u00adhost', '127.0\t.0.1'],
  // Six: itself, four in disguise, tunnels, links, what nobody routes.
  ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:0:127.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]'],
  ...['[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2001::7f00:1]', '[fe80::1]', '[fec0::1]', '[fc00::1]', '[fd00:ec2::254]', '[ff02::1]'],
  ...['[2001:db8::1]', '[3fff::1]', '[100::1]', '[5f00::1]', '[::ffff:169.254.169.254]'],
  // Private, carrier, test and multicast nets, and where clouds tell a machine its secrets.
  ...['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '192.0.0.192'],
  ...['168.63.129.16', '192.88.99.1', '198.18.0.1', '203.0.113.9', '224.0.0.1', '255.255.255.255'],
  // A name or a path that only looks like the host.
  ...['user:pass@127.0.0.1', 'public.test@127.0.0.1', 'public.test:443@127.0.0.1', '127.0.0.1\\@public.test', ':@localhost'],
  // Names, for the resolver below.
  ...['inward.test', 'inward-six.test', 'linked.test', 'cloud.test', 'first-inward.test', 'later-inward.test', 'both.test'],
];

/** Whole addresses of other kinds. */
export const OTHER_SCHEMES: readonly string[] = [
  'file:///etc/passwd',
  'file://localhost/etc/passwd',
  'gopher://127.0.0.1:6379/_SET',
  'ftp://127.0.0.1/',
  'data:application/json,{}',
  'blob:https://public.test/1',
  'javascript:0',
  'unix:/var/run/docker.sock',
  'ws://127.0.0.1/',
  '//127.0.0.1/',
  'nonsense',
];

/** Counted as public, and leading nowhere: the net was given back long ago. */
const PUBLIC = '3ffe::1';
/** What the resolver says to the first question about a name, the second, and so on; the last for ever after. */
const ANSWERS: Record<string, string[][]> = {
  'inward.test': [['127.0.0.1']],
  'inward-six.test': [['::ffff:127.0.0.1', '::1']],
  'linked.test': [['fe80::1%lo', '169.254.169.254']],
  'cloud.test': [['168.63.129.16']],
  'first-inward.test': [['127.0.0.1'], [PUBLIC]],
  'later-inward.test': [[PUBLIC], ['127.0.0.1']],
  'both.test': [[PUBLIC, '127.0.0.1']],
  'public.test': [[PUBLIC]],
};

/** A resolver whose owner changes its answers; `asked` counts the questions about a name. */
export class ChangingResolver {
  readonly asked = new Map<string, number>();

  /** Null for names of somebody else's. */
  resolve(host: string): { address: string; family: 4 | 6 }[] | null {
    const answers = ANSWERS[host];
    if (!answers) return null;
    const before = this.asked.get(host) ?? 0;
    this.asked.set(host, before + 1);
    const found = answers[Math.min(before, answers.length - 1)] ?? [];
    return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  }

  forget(): void {
    this.asked.clear();
  }
}
