@NullMarked
package filereeve.systemd;

import org.jspecify.annotations.NullMarked;
