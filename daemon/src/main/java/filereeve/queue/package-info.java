/// Debounce and coalescing: one waiting entry for each key, ready when its time has come; pure, it
/// is handed the time.
@NullMarked
package filereeve.queue;

import org.jspecify.annotations.NullMarked;
