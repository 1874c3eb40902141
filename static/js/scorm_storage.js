// The first script of every page of a package. Browsers that keep nothing for a frame from another
// address throw where a package asks for its storage, and many packages stop there: these find one
// in memory instead, good until the step is left. What is to last goes through the runtime anyway.
(function () {
  var above = window;
  while (above.parent !== above) above = above.parent;
  var all = above.scormStorage = above.scormStorage || {};

  function storage(name) {
    var kept = all[name] = all[name] || Object.create(null);
    var methods = {
      getItem: function (key) { return key in kept ? kept[key] : null; },
      setItem: function (key, value) { kept[key] = String(value); },
      removeItem: function (key) { delete kept[key]; },
      clear: function () { Object.keys(kept).forEach(function (key) { delete kept[key]; }); },
      key: function (index) { return Object.keys(kept)[index] || null; }
    };
    return new Proxy(kept, {
      get: function (_kept, key) { return key === "length" ? Object.keys(kept).length : methods[key] || kept[key]; },
      set: function (_kept, key, value) { methods.setItem(key, value); return true; }
    });
  }

  ["localStorage", "sessionStorage"].forEach(function (name) {
    try {
      if (window[name]) return;
    } catch (refused) { /* as described above */ }
    Object.defineProperty(window, name, { value: storage(name), configurable: true });
  });
})();
