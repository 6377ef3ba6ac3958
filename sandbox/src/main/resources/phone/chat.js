// Draws one phone's messages. Every word comes in as text, never as markup.

import { chatTime, words } from './words.js';

const PAUSE = 5 * 60 * 1000;

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function avatar(person, size = '') {
  const face = element('span', `face ${size} tone${person.tone}`, [...person.name][0] ?? '?');
  face.setAttribute('aria-hidden', 'true');
  return face;
}

function shopFace() {
  const face = element('img', 'face');
  face.src = '/phone/icon.svg';
  face.alt = '';
  return face;
}

function link(url) {
  if (!/^https?:\/\//.test(url)) return null;
  const open = element('a', 'open', words().details);
  open.href = url;
  open.target = '_blank';
  open.rel = 'noopener noreferrer';
  return open;
}

/** A notice: a card as wide as the chat, with the fields that the template has. */
function noticeCard(bubble) {
  const card = element('article', 'notice');
  const head = element('p', 'notice-head', words().notice);
  card.append(head, element('h3', '', bubble.title || words().notice));
  if (bubble.text && !bubble.fields.length) card.append(element('p', 'notice-text', bubble.text));
  if (bubble.fields.length) {
    const list = element('dl');
    for (const { key, value } of bubble.fields) {
      list.append(element('dt', '', key), element('dd', '', value));
    }
    card.append(list);
  }
  const open = link(bubble.url);
  if (open) card.append(open);
  return card;
}

function article(bubble) {
  const card = element('article', 'bubble news');
  card.append(element('h3', '', bubble.title));
  if (bubble.text) card.append(element('p', '', bubble.text));
  const open = link(bubble.url);
  if (open) card.append(open);
  return card;
}

/** Words with what is a link in them to tap; a page to allow notices opens on the phone itself. */
function linked(text, allow) {
  const line = element('p');
  let from = 0;
  for (const found of text.matchAll(/https?:\/\/[\w\-./?=&%:#~]+/g)) {
    line.append(text.slice(from, found.index));
    from = found.index + found[0].length;
    line.append(tapped(found[0], allow));
  }
  line.append(text.slice(from));
  return line;
}

function tapped(url, allow) {
  const page = new URL(url, location.href);
  if (page.origin === location.origin && page.pathname === '/phone/allow') {
    const tap = element('button', 'inline', words().allowPage);
    tap.type = 'button';
    tap.addEventListener('click', () => allow(page.searchParams.getAll('template')));
    return tap;
  }
  const open = element('a', '', url);
  open.href = url;
  open.target = '_blank';
  open.rel = 'noopener noreferrer';
  return open;
}

function spoken(bubble, choose, allow) {
  const box = element('div', 'bubble');
  const media = words().media[bubble.kind];
  const text = media ?? (bubble.text || (bubble.choices.length ? '' : words().unknownKind));
  if (bubble.kind === 'image' && bubble.url) {
    const picture = element('img', 'picture');
    picture.src = bubble.url;
    picture.alt = text;
    box.append(picture);
  } else if (text) box.append(bubble.mine ? element('p', '', text) : linked(text, allow));
  if (bubble.choices.length) {
    const list = element('div', 'choices');
    for (const { key, value } of bubble.choices) {
      const tap = element('button', 'choice', value);
      tap.type = 'button';
      tap.addEventListener('click', () => choose(key, value));
      list.append(tap);
    }
    box.append(list);
  }
  return box;
}

function drawn(bubble, person, choose, allow) {
  if (bubble.wire === 'system') return element('p', 'pause', bubble.text);
  const notice = bubble.wire === 'template' || bubble.wire === 'subscription';
  const row = element('div', `row ${bubble.mine ? 'mine' : 'theirs'}${notice ? ' wide' : ''}`);
  row.dataset.sequence = bubble.sequence;
  row.append(element('span', 'unseen', bubble.mine ? words().you : words().shop));
  if (notice) {
    row.append(noticeCard(bubble));
    return row;
  }
  const box = bubble.title ? article(bubble) : spoken(bubble, choose, allow);
  row.append(bubble.mine ? avatar(person) : shopFace(), box);
  return row;
}

export class Chat {
  constructor(view, below, choose, allow) {
    this.view = view;
    this.below = below;
    this.choose = choose;
    this.allow = allow;
    this.missed = 0;
    view.addEventListener('scroll', () => this.atEnd() && this.seen());
    below.addEventListener('click', () => this.toEnd());
  }

  /** Shows a whole phone afresh. */
  show(person, bubbles, now, empty) {
    this.person = person;
    this.last = null;
    this.newest = -1;
    this.view.replaceChildren();
    if (!bubbles.length) this.view.append(element('p', 'nothing', empty));
    for (const bubble of bubbles) this.append(bubble, now);
    this.toEnd();
  }

  /** Adds one message unless it is there already. */
  add(bubble, now) {
    const stay = !bubble.mine && !this.atEnd();
    if (!this.append(bubble, now)) return;
    if (stay) {
      this.missed += 1;
      this.below.textContent = words().below(this.missed);
      this.below.hidden = false;
    } else {
      this.toEnd();
    }
  }

  append(bubble, now) {
    if (bubble.sequence <= this.newest) return false;
    this.newest = bubble.sequence;
    this.view.querySelector('.nothing')?.remove();
    const at = new Date(bubble.at);
    if (!this.last || at - this.last > PAUSE) {
      const time = element('p', 'pause');
      time.append(element('time', '', chatTime(at, now)));
      this.view.append(time);
    }
    this.last = at;
    this.view.append(drawn(bubble, this.person, this.choose, this.allow));
    return true;
  }

  atEnd() {
    return this.view.scrollHeight - this.view.scrollTop - this.view.clientHeight < 60;
  }

  toEnd() {
    this.view.scrollTop = this.view.scrollHeight;
    this.seen();
  }

  seen() {
    this.missed = 0;
    this.below.hidden = true;
  }
}
