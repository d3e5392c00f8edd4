// What every page can do when scripts run. Nothing is here that a reader without them would miss.
'use strict'

window.minutebook = {
  // root is the address of the site's home page, as this page reaches it.
  root: new URL('../', document.currentScript.src).href,

  // refs are the spellings under which a text may be looked up: as people write a ref ("secpma25/4", "25-04", "SECPMA_25_1207"),
  // each run of digits without leading zeros, letters and digits apart: "secpma 25 4".
  plain: text => text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replace(/(\p{L})(\p{N})|(\p{N})(\p{L})/gu, '$1$3 $2$4')
    .replace(/[^\p{L}\p{N}]+/gu, ' ').replace(/(^| )0+(?=\p{N})/gu, '$1').trim(),
}
