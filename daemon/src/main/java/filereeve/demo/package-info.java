/// A live show on a scratch tree: a real daemon, a busy log, a configuration edited well and badly.
@NullMarked
package filereeve.demo;

import org.jspecify.annotations.NullMarked;
