// Says so on the page when reading a security key or passkey fails or is broken off.
document.addEventListener("allauth.error", (event) => {
  const message = document.getElementById("security-key-failure");
  if (message) {
    event.preventDefault();
    message.hidden = false;
  }
});
