// How the page talks with the sandbox.

export class Refusal extends Error {
  constructor(problem) {
    super(problem);
    this.problem = problem;
  }
}

async function asked(path, options) {
  let answer;
  try {
    answer = await fetch(`/phone/${path}`, options);
  } catch {
    throw new Refusal('gone');
  }
  if (answer.ok) return answer.json();
  if (answer.status !== 409) throw new Refusal('broken');
  const said = await answer.json().catch(() => ({}));
  throw new Refusal(said.problem === 'held' ? 'held' : 'refused');
}

export const world = () => asked('world');
export const person = (id, app) => asked(`person?id=${encodeURIComponent(id)}&app=${encodeURIComponent(app)}`);

export const act = (action, details) =>
  asked(action, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(details),
  });

/** Live until the page is closed. `open` is called whenever the line stands, at first and again. */
export function listen({ message, clock, open, gone }) {
  const feed = new EventSource('/phone/events');
  feed.addEventListener('message', event => message(JSON.parse(event.data)));
  feed.addEventListener('clock', event => clock(new Date(JSON.parse(event.data).now)));
  feed.addEventListener('open', open);
  feed.addEventListener('error', () => {
    gone();
    if (feed.readyState === EventSource.CLOSED) {
      setTimeout(() => listen({ message, clock, open, gone }), 2000);
    }
  });
}
