// Passkeys: asks the server, then the browser, and sends the answer with the form.
{
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), one => one.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const make = asked => navigator.credentials.create({ publicKey: { ...asked,
  challenge: bytes(asked.challenge),
  user: { ...asked.user, id: bytes(asked.user.id) },
  excludeCredentials: asked.excludeCredentials.map(one => ({ ...one, id: bytes(one.id) })) } });
const enter = asked => navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge) } });
const written = credential => {
  const response = {};
  for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
    if (credential.response[part]) response[part] = text(credential.response[part]);
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
};
document.querySelectorAll('form[data-passkey]').forEach(form => {
  if (!window.PublicKeyCredential) {
    form.hidden = true;
    return;
  }
  const trouble = form.querySelector('.trouble');
  form.querySelector('button').disabled = false; // without this script it could only be misunderstood
  form.addEventListener('submit', async event => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      const answer = await fetch(form.dataset.passkey, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      const asked = await answer.json();
      if (!answer.ok) throw new Error(asked.fault);
      form.elements.passkey.value = written(await (asked.user ? make(asked) : enter(asked)));
    } catch (why) {
      // What the browser says is for its makers; what our server says is for people.
      trouble.textContent = why.constructor === Error ? why.message : trouble.dataset.words;
      trouble.hidden = false;
      return;
    }
    if (form.elements.password) form.elements.password.value = '';
    form.submit();
  });
});
}
