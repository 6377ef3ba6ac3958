// The people to choose from, and how much each has not read.

import { avatar, element } from './chat.js';
import { words } from './words.js';

export const nameOf = person => person.nick || words().stranger;

function cityOf(person) {
  return words().cities?.[person.city] ?? person.city.replace(/市$/, '');
}

/** One person: face, newest words, and either what is unread or how their parcels fare. */
export function personRow(person, current, missed, open) {
  const row = element('li');
  const button = element('button', 'person');
  button.type = 'button';
  button.dataset.person = person.id;
  if (current === person.id) button.setAttribute('aria-current', 'true');
  const lines = element('span', 'lines');
  lines.append(
    element('span', 'name', nameOf(person)),
    element('span', 'last', person.last || cityOf(person) || words().strangerNote),
  );
  button.append(avatar({ name: nameOf(person), tone: person.tone }), lines);
  if (missed) {
    const badge = element('span', 'badge', String(missed));
    badge.setAttribute('role', 'img');
    badge.setAttribute('aria-label', words().unread(missed));
    button.append(badge);
  } else if (person.nick) {
    button.append(element('span', `pill ${person.story}`, words().state[person.story]));
  }
  button.addEventListener('click', open);
  row.append(button);
  return row;
}

/** On a narrow screen the people are out of sight: the way to them shows what waits there. */
export function countUnread(unread) {
  const missed = [...unread.values()].reduce((sum, each) => sum + each, 0);
  const badge = document.getElementById('others');
  badge.hidden = !missed;
  badge.textContent = String(missed);
}
