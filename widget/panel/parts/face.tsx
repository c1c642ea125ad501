/** What the panel puts on the launcher, whose name says the number too. */
export const Face = ({ unread }: { unread: number }) =>
  unread > 0 && (
    <span class="count" aria-hidden="true">
      {unread > 99 ? '99+' : unread}
    </span>
  )
