// What every page can do when scripts run. Nothing is here that a reader without them would miss.
'use strict'

window.minutebook = {
  // root is the address of the site's home page, as this page reaches it.
  root: new URL('../', document.currentScript.src).href,

  // plain is how a text is looked up, so that all spellings of a ref are one ("secpma25/4", "25-04", "SECPMA_25_1207"):
  // each run of digits without leading zeros, letters and digits apart: "secpma 25 4".
  plain: text => text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replace(/\p{L}(?=\p{N})|\p{N}(?=\p{L})/gu, '$& ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ').replace(/(^| )0+(?=\p{N})/gu, '$1').trim(),
}

// What is searched for stands in the fragment, which no server is told.
document.addEventListener('submit', event => {
  if (event.target.getAttribute('role') !== 'search') return
  event.preventDefault()
  location.href = event.target.action + '#' + new URLSearchParams(new FormData(event.target))
})
