/// Runs handlers: lanes of worker threads, one run of a key at a time, timeouts, retries.
@NullMarked
package filereeve.dispatch;

import org.jspecify.annotations.NullMarked;
