// Shows the numbers of the day: one of the card's instances, the same on both sides, another one tomorrow.
// Where scripts do not run, the first instance stands in the fields.
(function () {
  var data = document.getElementById("instances");
  var instances = JSON.parse(data.textContent);
  var now = new Date();
  var rollover = 4 * 3600000;
  var day = Math.floor((now.getTime() - now.getTimezoneOffset() * 60000 - rollover) / 86400000);
  var key = "roadmap-flash {{Id}}";
  var count = instances.length;
  // A step further each round: a card that comes back every seventh day meets other numbers, too.
  var chosen = (day + (count > 2 ? Math.floor(day / count) : 0)) % count;
  try {
    // An answer shown after the day has turned belongs to the question that was asked before.
    if (document.getElementById("answer")) {
      chosen = Number(sessionStorage.getItem(key) || chosen) % count;
    } else {
      sessionStorage.setItem(key, String(chosen));
    }
  } catch (error) {
    // A reviewer without a storage decides by the day alone.
  }
  ["front", "back", "hint", "why"].forEach(function (part, place) {
    var shown = document.querySelector(".flash ." + part);
    if (shown && instances[chosen][place]) {
      shown.innerHTML = instances[chosen][place];
    }
  });
})();
