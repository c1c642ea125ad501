/** The bell on the counter. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect class="logo-ground" width="32" height="32" rx="8" />
      <path class="logo-bell" d="M8 21.5h16M10.5 21.5a5.5 5.5 0 0 1 11 0M16 16v-2.6M14.2 10.6h3.6" />
    </svg>
  )
}
