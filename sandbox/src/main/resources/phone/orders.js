// What the customer knows, beside the phone: orders to talk about, sentences to say.

import { element } from './chat.js';
import { chatTime, words } from './words.js';

const OVER = new Set(['finished', 'closed', 'refunded']);

function chip(text, tap, gloss) {
  const button = element('button', 'chip');
  button.type = 'button';
  button.append(element('span', '', text));
  if (gloss) button.append(element('small', '', gloss));
  button.addEventListener('click', tap);
  return button;
}

function fact(label, value) {
  const line = element('p', 'fact');
  line.append(element('span', '', label), element('b', '', value));
  return line;
}

function parcelPart(parcel, now) {
  const part = element('div', 'parcel');
  const head = element('p', 'parcel-head');
  head.append(
    element('span', `pill ${parcel.state}`, words().state[parcel.state]),
    element('span', 'waybill', `${parcel.carrier} ${parcel.number}`),
  );
  part.append(head);
  if (parcel.said) {
    const said = element('p', 'said');
    said.append(
      element('span', 'unseen', words().carrierSays),
      element('span', '', parcel.said),
      element('time', '', chatTime(new Date(parcel.at), now)),
    );
    part.append(said);
  }
  return part;
}

function orderCard(order, now, does) {
  const said = words();
  const card = element('article', 'order');
  const head = element('div', 'order-head');
  head.append(element('h3', '', order.more ? `${order.goods} ${said.more1(order.more)}` : order.goods));
  if (!order.parcels.length) head.append(element('span', `pill ${order.stand}`, said.state[order.stand]));
  card.append(head);
  const facts = element('div', 'facts');
  facts.append(
    fact(said.number, order.number),
    fact(order.extension ? said.extension : said.tail, order.tail),
    fact(said.paid, `¥${order.paid}`),
  );
  card.append(facts, ...order.parcels.map(parcel => parcelPart(parcel, now)));
  const taps = element('div', 'taps');
  taps.append(chip(said.sayNumber, () => does.say(`${order.number} ${order.tail}`)));
  if (order.extension) taps.append(chip(said.sayPaid, () => does.say(order.paid)));
  if (order.parcels.length) taps.append(chip(said.sayWaybill, () => does.say(order.parcels[0].number)));
  if (order.card) {
    const scan = chip(said.scan, () => does.scan(order.number));
    scan.classList.add('scan');
    taps.append(scan);
  }
  card.append(taps);
  return card;
}

/** Draws the column for one customer; `does` says a sentence or scans a card. */
export function showKnown(phone, now, does) {
  const said = words();
  const hints = document.getElementById('hints');
  hints.replaceChildren(
    ...said.hints.map((hint, at) => chip(hint, () => does.say(hint), said.glosses?.[at])),
  );
  const list = document.getElementById('orders');
  const live = phone.orders.filter(order => !OVER.has(order.stand));
  const over = phone.orders.filter(order => OVER.has(order.stand));
  const opened = Boolean(list.querySelector('details[open]'));
  list.replaceChildren(...live.map(order => orderCard(order, now, does)));
  if (over.length) {
    const fold = element('details');
    fold.open = opened;
    fold.append(element('summary', '', said.earlier(over.length)));
    fold.append(...over.map(order => orderCard(order, now, does)));
    list.append(fold);
  }
  document.getElementById('orders-note').textContent = phone.orders.length ? said.ordersNote : said.noOrders;
  document.getElementById('knows').hidden = false;
}
