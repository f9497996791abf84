/// What rules need of a hardened systemd unit, the drop-in that opens it for them, and what the
/// sandbox of this process closes.
@NullMarked
package filereeve.sandbox;

import org.jspecify.annotations.NullMarked;
