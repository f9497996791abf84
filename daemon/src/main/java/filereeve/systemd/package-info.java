/// Tells systemd how the daemon is: ready, alive, stopping, status.
@NullMarked
package filereeve.systemd;

import org.jspecify.annotations.NullMarked;
