// Passkeys: hands the browser what the page says, and sends back what it answers in the same form.
// Without it the form says that a passkey needs JavaScript, and codes do instead.
(() => {
  "use strict";

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list = []) => list.map((each) => ({ ...each, id: bytes(each.id) }));

  const make = async (options) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: named(options.excludeCredentials),
      },
    });
    const { attestationObject, clientDataJSON } = made.response;
    return [made, { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) }];
  };

  const use = async (options) => {
    const used = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: named(options.allowCredentials),
      },
    });
    const { authenticatorData, clientDataJSON, signature } = used.response;
    return [
      used,
      {
        authenticatorData: text(authenticatorData),
        clientDataJSON: text(clientDataJSON),
        signature: text(signature),
      },
    ];
  };

  const send = async (event) => {
    const form = event.currentTarget;
    event.preventDefault();
    try {
      const act = form.dataset.passkey === "make" ? make : use;
      const [credential, response] = await act(JSON.parse(form.dataset.options));
      form.elements.told.value = JSON.stringify({
        id: credential.id,
        rawId: text(credential.rawId),
        type: credential.type,
        response,
      });
    } catch {
      form.elements.told.value = ""; // the page then says kindly that it did not work
    }
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", send);
  }
})();
