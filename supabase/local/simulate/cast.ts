// One account's part of a run: which trader it is, how it behaves, what it delivers. Pure, so that the seed, the simulator and the
// tests tell the same story.
import { deliveries, type StoryMessage } from './messages';
import { drawProfile, type ProfileName } from './profile';
import { randomFrom } from './random';
import { tellStory, type StoryDay } from './story';
import type { StoryAccount } from './wire';

export interface Part {
  seed: string;
  account: StoryAccount;
  initial_cents: number;
  hit_rate: number;
  days: string[];
  /** Drawn from the seed where absent. */
  profile?: ProfileName;
  days_per_message?: number;
}

export function storyOf(part: Part): StoryDay[] {
  const { seed, account, initial_cents, hit_rate, days } = part;
  return tellStory({ seed, account, initial_cents, hit_rate, days, profile: part.profile ?? profileFor(seed, account.login) });
}

export function messagesOf(part: Part): StoryMessage[] {
  return deliveries(storyOf(part), { seed: part.seed, login: part.account.login, days_per_message: part.days_per_message ?? 1 });
}

export function profileFor(seed: string, login: string): ProfileName {
  return drawProfile(randomFrom('profile', seed, login));
}
