/// Notifies systemd of the daemon's state: ready, heartbeat, stopping, status.
@NullMarked
package filereeve.systemd;

import org.jspecify.annotations.NullMarked;
