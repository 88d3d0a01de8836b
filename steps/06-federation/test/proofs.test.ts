// What two brokers prove to each other, and what a stranger could do with a recording of it.

import { SignJWT } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Proofs } from '../src/links/proofs.ts';
import { createSeal } from '../src/links/seal.ts';

afterEach(() => void vi.useRealTimers());

const broker = (name: string, secret = 'x') => new Proofs({ name, store: `store of ${name}`, run: `run of ${name}` }, createSeal(secret));
const introduction = { id: 'link1', lost: ['link0'] };

describe('two brokers', () => {
  test.each(['x', 'ä secret of some length, with a space', 'y'.repeat(1000)])(
    'that share the secret %j know each other',
    async (secret) => {
      const [dialler, acceptor] = [broker('a', secret), broker('b', secret)];
      const introduced = await acceptor.readIntroduction(await dialler.introduce(acceptor.ask(), introduction));
      expect(introduced).toEqual({ them: dialler.self, ...introduction });
      const consent = await dialler.readConsent(await acceptor.consent('link1', 'link9'), 'link1');
      expect(consent).toEqual({ them: acceptor.self, standing: 'link9' });
    },
  );

  test('that do not share it don’t', async () => {
    const [dialler, acceptor] = [broker('a', 'one'), broker('b', 'two')];
    await expect(acceptor.readIntroduction(await dialler.introduce(acceptor.ask(), introduction))).rejects.toThrow('another PEER_SECRET');
    await expect(dialler.readConsent(await acceptor.consent('link1', undefined), 'link1')).rejects.toThrow('another PEER_SECRET');
  });
});

describe('a recorded proof', () => {
  test('of a dialler is good once, and for the broker that asked', async () => {
    const [dialler, acceptor, other] = [broker('a'), broker('b'), broker('c')];
    const proof = await dialler.introduce(acceptor.ask(), introduction);
    await expect(other.readIntroduction(proof)).rejects.toThrow('the proof of a came too late, or came before');
    await acceptor.readIntroduction(proof);
    await expect(acceptor.readIntroduction(proof)).rejects.toThrow('the proof of a came too late, or came before');
  });

  test('of a dialler is good for 10 s', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const [dialler, acceptor] = [broker('a'), broker('b')];
    const proofs = [await dialler.introduce(acceptor.ask(), introduction), await dialler.introduce(acceptor.ask(), introduction)] as const;
    vi.advanceTimersByTime(9_999);
    await acceptor.readIntroduction(proofs[0]);
    vi.advanceTimersByTime(1);
    await expect(acceptor.readIntroduction(proofs[1])).rejects.toThrow('came too late');
  });

  test('of an acceptor is good for one link', async () => {
    const [dialler, acceptor] = [broker('a'), broker('b')];
    await expect(dialler.readConsent(await acceptor.consent('link2', undefined), 'link1')).rejects.toThrow('proved nothing');
  });

  test('does not prove the other part: what one side says can’t be said back to it', async () => {
    const [one, two] = [broker('a'), broker('b')];
    const asked = two.ask();
    await expect(two.readIntroduction(await one.consent(asked, undefined))).rejects.toThrow('no broker of this version');
    await expect(two.readConsent(await one.introduce('link1', introduction), 'link1')).rejects.toThrow('no broker of this version');
  });
});

test('a user’s token is no proof, even where one secret serves for both', async () => {
  const acceptor = broker('b');
  const claims = { role: 'dialler', name: 'a', store: 's', run: 'r', nonce: acceptor.ask(), id: 'i', lost: [] };
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('x'));
  await expect(acceptor.readIntroduction(token)).rejects.toThrow('another PEER_SECRET');
});

test('strangers that are asked and never answer push out the oldest of them', () => {
  const acceptor = broker('b');
  const first = acceptor.ask();
  const second = acceptor.ask();
  for (let n = 2; n <= 10_000; n += 1) acceptor.ask();
  expect([acceptor.isOwn(first), acceptor.isOwn(second)]).toEqual([false, true]);
});
