// The account's menu, and its own page: follow, unfollow, and which notices it may send.

import { element } from './chat.js';
import { words } from './words.js';

const at = id => document.getElementById(id);

function consentRow(notice, act) {
  const row = element('div', 'consent');
  row.append(element('p', '', words().noticeAsk(notice.value)));
  for (const accept of [false, true]) {
    const button = element('button', accept ? 'solid' : 'quiet', accept ? words().allow : words().refuse);
    button.type = 'button';
    button.addEventListener('click', async () => {
      await act('consent', { templates: [notice.key], accept });
      row.replaceChildren(element('p', '', `${words().allowed}：${button.textContent}`));
    });
    row.append(button);
  }
  return row;
}

export function showSheet(phone, act) {
  at('follow').hidden = phone.following;
  at('unfollow').hidden = !phone.following;
  const asked = phone.following ? phone.notices : [];
  at('consents').replaceChildren(...asked.map(notice => consentRow(notice, act)));
  at('sheet').returnValue = '';
  at('sheet').showModal();
}

/** The platform's own question, as a page with its subscribe button brings it up. */
export function showAllow(phone, templates, act) {
  const asked = phone.notices.filter(notice => templates.includes(notice.key));
  let open = asked.length;
  at('allow-rows').replaceChildren(
    ...asked.map(notice =>
      consentRow(notice, async (action, details) => {
        await act(action, details);
        open -= 1;
        if (!open) at('allow').close();
      }),
    ),
  );
  at('allow').showModal();
}

export function showMenu(phone, act) {
  at('menu').replaceChildren(
    ...phone.menu.map(item => {
      const button = element('button', '', item.label);
      button.type = 'button';
      button.addEventListener('click', () => act('menu', { key: item.key }));
      return button;
    }),
  );
}
