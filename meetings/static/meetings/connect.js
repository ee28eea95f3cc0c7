/* The QR code brings the code behind the #, which no server and no log sees: into the field, and out of the address. */
const [, code] = location.hash.match(/^#(\d{9})$/) ?? [];
if (code) {
  document.getElementById("display-code").value = code;
  history.replaceState(null, "", location.pathname);
}
