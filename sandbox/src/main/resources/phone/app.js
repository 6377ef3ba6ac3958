// The page: who holds the phone, what is on it, and the clock beside it.

import * as talk from './talk.js';
import { Chat, element } from './chat.js';
import { showKnown } from './orders.js';
import { countUnread, nameOf, personRow } from './people.js';
import { showAllow, showMenu, showSheet } from './sheet.js';
import { clockDate, clockTime, dress, speak, words } from './words.js';

const at = id => document.getElementById(id);
const unread = new Map();
const news = new Set();
const recent = [];
let people = [];
let phone = null;
let apps = [];
let app = '';
let base = { now: Date.now(), seen: performance.now() };
let awaiting = 0;
let turning = false;

const now = () => new Date(base.now + performance.now() - base.seen);
const who = id => people.find(person => person.id === id);
const chat = new Chat(
  at('chat'),
  at('below'),
  (choice, label) => act('choose', { choice, label }),
  templates => showAllow(phone, templates, act),
);

function setTime(time) {
  base = { now: time.getTime(), seen: performance.now() };
  showTime();
}

function showTime() {
  const time = now();
  for (const id of ['status-time', 'lock-time', 'clock-time']) at(id).textContent = clockTime(time);
  for (const id of ['lock-date', 'clock-date']) at(id).textContent = clockDate(time);
}

function trouble(problem) {
  at('trouble').hidden = !problem;
  at('trouble').textContent = problem ? words()[problem] : '';
}

/** Runs something that talks with the sandbox, and says so when it fails. */
async function trying(work) {
  try {
    await work();
    if (at('trouble').textContent !== words().gone) trouble(null);
  } catch (failed) {
    if (!(failed instanceof talk.Refusal)) throw failed;
    trouble(failed.problem);
  }
}

const act = (action, details) =>
  trying(async () => {
    const done = await talk.act(action, { customer: phone.id, app, ...details });
    if (done.following !== phone.following) await open(phone.id);
  });

function say(text) {
  hidePanels();
  awaiting = setTimeout(quiet, 6000);
  at('subtitle').textContent = words().typing;
  return act('say', { text });
}

function quiet() {
  clearTimeout(awaiting);
  at('subtitle').textContent = phone ? nameOf(who(phone.id)) : '';
}

function showPeople() {
  const row = person => personRow(person, phone?.id, unread.get(person.id) ?? 0, () => trying(() => open(person.id)));
  at('people').replaceChildren(...people.map(row));
  countUnread(unread);
}

async function loadPeople() {
  const world = await talk.world();
  setTime(new Date(world.now));
  people = world.people.map((person, tone) => ({ ...person, tone }));
  apps = world.apps;
  app ||= apps[0];
  showPeople();
}

async function open(id) {
  const opened = await talk.person(id, app);
  const missing = recent.filter(
    bubble => bubble.app === app && bubble.customer === id && !opened.screen.some(each => each.sequence === bubble.sequence),
  );
  opened.screen.push(...missing);
  phone = opened;
  setTime(new Date(opened.now));
  unread.delete(id);
  location.hash = id;
  hidePanels();
  showPhone();
}

function showPhone() {
  const person = who(phone.id);
  at('lock').hidden = true;
  at('account').hidden = false;
  quiet();
  const empty = phone.following ? words().emptyFollowed : words().emptyNew;
  chat.show({ name: nameOf(person), tone: person.tone }, phone.screen, now(), empty);
  at('foot').hidden = !phone.following;
  at('door').hidden = phone.following;
  showMenu(phone, act);
  showApps();
  showKnowledge();
  showPeople();
}

/** On each app another platform knows the same person. */
function showApps() {
  at('apps').hidden = apps.length < 2;
  at('more').hidden = app !== apps[0]; // only there is somebody followed
  at('title').textContent = words().titles[app] ?? words().titles.wechat;
  at('words').placeholder = app === 'group' ? words().groupHint : words().messageHint;
  at('apps').replaceChildren(
    ...apps.map(name => {
      const button = element('button', '', words().apps[name] ?? name);
      button.type = 'button';
      button.dataset.app = name;
      button.setAttribute('aria-pressed', String(name === app));
      button.addEventListener('click', () => {
        app = name;
        trying(() => open(phone.id));
      });
      return button;
    }),
  );
}

const showKnowledge = () =>
  showKnown(phone, now(), { say: text => say(app === 'group' ? `${words().botName} ${text}` : text), scan: order => act('scan', { order }).then(hidePanels) });

function heard(bubble) {
  recent.push(bubble);
  recent.splice(0, recent.length - 100);
  if (bubble.app === 'group') {
    // Everybody's screen at once: whoever looks at it loads it afresh.
    if (app === 'group' && phone) trying(refresh).then(quiet);
    return;
  }
  const person = who(bubble.customer);
  if (!person) return;
  const at = new Date(bubble.at);
  if (at > now()) told(at);
  person.last = bubble.title || bubble.text || person.last;
  if (!bubble.mine) news.add(bubble.customer);
  if (phone?.id === bubble.customer && bubble.app === app) {
    if (!bubble.mine) quiet();
    phone.screen.push(bubble);
    chat.add(bubble, now());
  } else if (!bubble.mine) {
    unread.set(bubble.customer, (unread.get(bubble.customer) ?? 0) + 1);
  }
  showPeople();
}

async function turn(by) {
  const buttons = document.querySelectorAll('[data-turn]');
  for (const button of buttons) button.disabled = true;
  turning = true;
  at('turned').textContent = words().turning;
  at('turned').classList.add('busy');
  news.clear();
  await trying(async () => {
    setTime(new Date((await talk.act('clock', { by })).now));
    await new Promise(wait => setTimeout(wait, 400));
    await refresh();
    const count = news.size ? words().heard(news.size) : words().heardNone;
    at('turned').textContent = `${words().turned} ${count}`;
  });
  at('turned').classList.remove('busy');
  turning = false;
  for (const button of buttons) button.disabled = false;
}

/** Loads what may have changed, without moving what the reader looks at. */
async function refresh() {
  await loadPeople();
  if (!phone) return;
  const before = phone;
  const after = await talk.person(before.id, app);
  if (phone !== before) return;
  phone = after;
  if (after.following !== before.following) return showPhone();
  for (const bubble of after.screen) chat.add(bubble, now());
  showMenu(phone, act);
  showKnowledge();
}

/** The clock ticks along; when it has jumped, somebody else has turned it. */
function told(time) {
  const jumped = Math.abs(time - now()) > 60000;
  setTime(time);
  if (jumped && !turning) trying(refresh);
}

function showPanel(name) {
  document.body.dataset.panel = name;
  at(`${name}-panel`).querySelector('button')?.focus();
}

function hidePanels() {
  delete document.body.dataset.panel;
}

function wire() {
  at('say').addEventListener('submit', event => {
    event.preventDefault();
    const text = at('words').value.trim();
    if (!text) return;
    at('words').value = '';
    say(text);
  });
  at('more').addEventListener('click', () => showSheet(phone, act));
  at('sheet').addEventListener('close', () => {
    if (at('sheet').returnValue) act(at('sheet').returnValue);
  });
  document.querySelector('[data-follow]').addEventListener('click', async () => {
    await act('follow');
    if (matchMedia('(min-width: 721px)').matches) at('words').focus();
  });
  for (const button of document.querySelectorAll('[data-turn]')) {
    button.addEventListener('click', () => turn(button.dataset.turn));
  }
  for (const button of document.querySelectorAll('[data-open]')) {
    button.addEventListener('click', () => showPanel(button.dataset.open));
  }
  for (const part of document.querySelectorAll('[data-close]')) part.addEventListener('click', hidePanels);
  document.addEventListener('keydown', event => event.key === 'Escape' && hidePanels());
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => {
      speak(button.dataset.language);
      dress();
      showTime();
      showPeople();
      if (phone) showPhone();
    });
  }
}

/** The line to the sandbox stands: load everything, and go back to where we were. */
async function connected() {
  trouble(null);
  const known = people.length > 0;
  await trying(refresh);
  if (!known && who(location.hash.slice(1))) await trying(() => open(location.hash.slice(1)));
}

dress();
wire();
showTime();
setInterval(showTime, 1000);
talk.listen({ message: heard, clock: told, open: connected, gone: () => trouble('gone') });
