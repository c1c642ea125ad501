const ROWS = [0, 1, 2, 3, 4, 5, 6, 7]

/** Grey rows of the right size, so that nothing jumps when the real ones come. */
export const RowSkeletons = () => (
  <div class="row-skeletons" aria-hidden="true">
    {ROWS.map((row) => (
      <div key={row} class="row skeleton">
        <span class="avatar" />
        <span class="skeleton-line is-short" />
        <span class="skeleton-line" />
        <span class="skeleton-line is-long" />
      </div>
    ))}
  </div>
)

export const ThreadSkeleton = () => (
  <div class="thread-skeleton" aria-hidden="true">
    <span class="skeleton-bubble" />
    <span class="skeleton-bubble is-right" />
    <span class="skeleton-bubble is-short" />
  </div>
)
