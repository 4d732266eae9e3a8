// The judge's own version, which every certificate and every derivation names. It counts up when the same events under the same rule set
// would come to another verdict.
export const ENGINE_VERSION = 'judge/3';
