/// What our images are built from: Dockerfiles, the files beside them, and a digest over all of it.
///
/// A [dev.airlock.compose.images.BuildContext] is a value; writing it to disk and running the build
/// is the launcher's part.
@NullMarked
package dev.airlock.compose.images;

import org.jspecify.annotations.NullMarked;
