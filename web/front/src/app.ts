// What every page has: nothing so far but that forms are sent once.

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post" || form.dataset["again"] !== undefined) return;
  if (form.dataset["sent"] !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset["sent"] = "";
});

// Back from another page, the browser may show this one as it was: forms may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset["sent"];
});
