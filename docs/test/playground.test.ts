// The playground without a page: its wires, what it makes of a frame, and that each scene can be played.

import { describe, expect, test } from 'vitest';
import type { Line, LineListener } from '../.vitepress/theme/playground/line.ts';
import { partsOf } from '../.vitepress/theme/playground/frame-parts.ts';
import { playScene } from '../.vitepress/theme/playground/play-scene.ts';
import { isLike, type Scene, type StageScenes } from '../.vitepress/theme/playground/scene.ts';
import { signToken, takeApart } from '../.vitepress/theme/playground/tokens.ts';
import { HOP_MS, Wires } from '../.vitepress/theme/playground/wires.ts';
import { readPages } from './pages.ts';

/** A broker's end of a wire. */
class End implements Line {
  readonly heard: string[] = [];
  readonly client: LineListener;

  constructor(client: LineListener) {
    this.client = client;
    queueMicrotask(() => client.opened());
  }

  send(text: string): void {
    this.heard.push(text);
  }

  close(): void {
    this.client.closed(1005);
  }

  vanish(): void {
    this.heard.push('(vanished)');
  }

  read(isReading: boolean): void {
    this.heard.push(isReading ? '(reads)' : '(hangs)');
  }
}

async function connected(...names: readonly string[]): Promise<{ readonly wires: Wires; readonly ends: readonly End[] }> {
  const wires = new Wires(() => 0);
  const ends = names.map((name) => {
    wires.add(name);
    let end: End | undefined;
    wires.connect(name, (listener) => (end = new End(listener)));
    return end as unknown as End;
  });
  await Promise.resolve();
  return { wires, ends };
}

describe('wires', () => {
  test('a frame takes its time, and stands still halfway', async () => {
    const { wires, ends } = await connected('alice');
    wires.send('alice', 'PUBLISH:news:Hi');
    const [frame] = wires.client('alice').wire;
    const places = [0.125, 0.25, 0.25, 0.25].map((share) => {
      wires.advance(share * HOP_MS);
      return frame && wires.placeOf(frame);
    });
    expect(places).toEqual([0.25, 0.5, 0.5, 0.75]);
    expect(ends[0]?.heard).toEqual([]);
    wires.advance(0.125 * HOP_MS);
    expect(ends[0]?.heard).toEqual(['PUBLISH:news:Hi']);
    expect(wires.isIdle).toBe(true);
  });

  test('one frame at a time is under way on a wire, in the order in which they were sent', async () => {
    const { wires, ends } = await connected('alice');
    wires.send('alice', 'one', 'two');
    wires.advance(HOP_MS);
    expect(ends[0]?.heard).toEqual(['one']);
    wires.advance(HOP_MS);
    expect(ends[0]?.heard).toEqual(['one', 'two']);
  });

  test('the speed is that of the wires', async () => {
    const { wires, ends } = await connected('alice');
    wires.speed = 2;
    wires.send('alice', 'one');
    wires.advance(HOP_MS / 2);
    expect(ends[0]?.heard).toEqual(['one']);
  });

  test('while they are paused nothing arrives; a step brings the frame that is next', async () => {
    const { wires, ends } = await connected('alice', 'bob');
    wires.send('alice', 'PUBLISH:news:Hi');
    wires.advance(HOP_MS / 2);
    ends[1]?.client.message('MSG:news:Ho');
    wires.isPaused = true;
    wires.advance(10 * HOP_MS);
    expect(ends[0]?.heard).toEqual([]);
    const [late] = wires.client('bob').wire;
    expect(late && wires.placeOf(late)).toBe(0.5);
    wires.step();
    expect(ends[0]?.heard).toEqual(['PUBLISH:news:Hi']);
    expect(wires.client('bob').got).toEqual([]);
    wires.step();
    expect(wires.client('bob').got.map(({ text }) => text)).toEqual(['MSG:news:Ho']);
  });

  test('the log has each frame when it arrives, and who it was', async () => {
    const { wires, ends } = await connected('alice', 'bob');
    wires.send('alice', 'PUBLISH:news:Hi');
    wires.advance(HOP_MS);
    ends[1]?.client.message('MSG:news:Hi');
    expect(wires.log.map(({ client, kind, text }) => `${client} ${kind} ${text}`)).toEqual([
      'alice event (connected)',
      'bob event (connected)',
      'alice to-broker PUBLISH:news:Hi',
    ]);
    wires.advance(HOP_MS);
    expect(wires.log.at(-1)).toMatchObject({ client: 'bob', kind: 'to-client', text: 'MSG:news:Hi' });
  });

  test('a broker that closes is heard behind the frames that it sent before', async () => {
    const { wires, ends } = await connected('alice');
    ends[0]?.client.message('ERROR:UNAUTHORIZED:no');
    ends[0]?.client.closed(4401);
    wires.advance(HOP_MS);
    expect(wires.client('alice')).toMatchObject({ state: 'connected' });
    wires.advance(HOP_MS);
    expect(wires.client('alice')).toMatchObject({ state: 'away', closeCode: 4401 });
    wires.send('alice', 'too late');
    expect(wires.isIdle).toBe(true);
  });

  test('a client that vanishes loses what is under way, and hears nothing of its old connection', async () => {
    const { wires, ends } = await connected('alice');
    wires.send('alice', 'PUBLISH:news:Hi');
    wires.leave('alice', 'vanish');
    ends[0]?.client.message('MSG:news:late');
    ends[0]?.client.closed(1006);
    wires.advance(HOP_MS);
    expect(ends[0]?.heard).toEqual(['(vanished)']);
    expect(wires.client('alice')).toMatchObject({ state: 'away', got: [], closeCode: undefined });
  });

  test('a client that closes says goodbye behind its frames', async () => {
    const { wires, ends } = await connected('alice');
    wires.send('alice', 'PUBLISH:news:Hi');
    wires.leave('alice', 'close');
    for (let n = 0; n < 3; n += 1) wires.advance(HOP_MS);
    expect(ends[0]?.heard).toEqual(['PUBLISH:news:Hi']);
    expect(wires.client('alice')).toMatchObject({ state: 'away', closeCode: 1005 });
  });
});

describe('a frame in parts', () => {
  const shown = (text: string, isBrief = false) => partsOf(text, isBrief).map((part) => `${part.kind} ${part.text}`);

  test('tags, verb, target and body, split at the first two colons', () => {
    expect(shown('@label=1 PUBLISH:news:a:b')).toEqual(['tags @label=1 ', 'verb PUBLISH', 'target :news', 'body :a:b']);
    expect(shown('PING')).toEqual(['verb PING']);
    expect(shown('SUBSCRIBE:')).toEqual(['verb SUBSCRIBE', 'target :']);
  });

  test('what is no frame', () => expect(shown('hello: <b>')).toEqual(['other hello: <b>']));

  test('of a token, its ends', () => expect(shown('AUTH:eyJhbGci.eyJzdWIi.c2lnbmF0')).toEqual(['verb AUTH', 'target :eyJ…mF0']));

  test('in brief, without the tags that nobody reads', () => {
    expect(shown('@seq=4;id=9a4e;time=17958 MSG:news:Hi', true)[0]).toBe('tags @seq=4;… ');
    expect(shown('@seq=4 MSG:news:Hi', true)[0]).toBe('tags @seq=4 ');
  });
});

test('in what a scene expects, … stands for anything', () => {
  expect(isLike('MSG:news:Hi', 'MSG:news:Hi')).toBe(true);
  expect(isLike('MSG:news:Hi', 'MSG:news:Hi!')).toBe(false);
  expect(isLike('@…seq=1;… OK:PUBLISH:news', '@label=7;seq=1;id=a OK:PUBLISH:news')).toBe(true);
  expect(isLike('@…seq=1;… OK:PUBLISH:news', '@label=7;seq=2;id=a OK:PUBLISH:news')).toBe(false);
  expect(isLike('a…a', 'a')).toBe(false);
});

test('a token is taken apart without its secret, and what is none is not', async () => {
  const parts = takeApart(await signToken({ user: 'alice', seconds: 60, publish: [] }));
  expect(parts?.header).toBe('{"alg":"HS256"}');
  expect(JSON.parse(parts?.payload ?? '')).toMatchObject({ sub: 'alice', publish: [] });
  expect(takeApart('no.token')).toBeUndefined();
});

const stages = readPages().flatMap(({ name, text }) => {
  const stage = /<Playground stage="([^"]+)"/.exec(text)?.[1];
  return stage === undefined ? [] : [{ name, text, stage }];
});

describe.each(stages)('the scenes of $stage', async ({ name, text, stage }) => {
  const { scenes } = (await import(`../.vitepress/theme/playground/scenes/${stage}.ts`)) as { readonly scenes: StageScenes };

  test('each prediction of the chapter names one', () => {
    const named = [...text.matchAll(/<Predict\n[^>]*>/g)].map(([predict]) => /\n +scene="([^"]+)"/.exec(predict)?.[1]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((id) => !scenes.scenes.some((scene) => scene.id === id))).toEqual([]);
    expect(`${stage}.md`).toBe(name);
  });

  test('their clients are there, and none of them has the name of another scene', () => {
    const clients = scenes.clients.map((client) => client.name);
    const acting = scenes.scenes.flatMap(({ steps, ends }) => [
      ...steps.flatMap((step) => ('who' in step ? [step.who] : [])),
      ...Object.keys(ends),
    ]);
    expect(acting.filter((who) => !clients.includes(who))).toEqual([]);
    const ids = scenes.scenes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('a scene goes on when a step has had its effect, and ends when it is asked to', async () => {
  const { wires, ends } = await connected('alice');
  const scene: Scene = {
    id: 'test',
    title: '',
    shown: '',
    ends: {},
    steps: [
      { says: 'one', who: 'alice', sends: 'SUBSCRIBE:news' },
      { says: 'two', who: 'alice', gets: 'MSG:news:…' },
      { says: 'three', who: 'alice', gets: 'never' },
    ],
  };
  const told: string[] = [];
  const ending = new AbortController();
  const brokers = { all: [], kill() {}, async start() {}, cut() {}, heal() {} };
  const playing = playScene(scene, { wires, brokers, connect() {}, async logIn() {} }, (text) => told.push(text), ending.signal);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await turn();
  expect(told).toEqual(['one']);
  wires.advance(HOP_MS);
  await turn();
  expect(told).toEqual(['one', 'two']);
  ends[0]?.client.message('MSG:news:Hi');
  wires.advance(HOP_MS);
  await turn();
  expect(told).toEqual(['one', 'two', 'three']);
  ending.abort(new Error('enough'));
  await expect(playing).rejects.toThrow('enough');
});
