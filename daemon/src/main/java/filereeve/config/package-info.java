/// YAML to checked settings: every problem with its place, its cause and its remedy.
@NullMarked
package filereeve.config;

import org.jspecify.annotations.NullMarked;
