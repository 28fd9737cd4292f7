#!/bin/sh
# Prints the Debian package's file of copyrights: the program's, the font's, and those of what is linked into it.
set -eu
cd "$(dirname "$0")/.."

# indented FILE: the text of a licence as the format has it.
indented() { sed -e 's/[[:space:]]*$//' -e 's/^$/./' -e 's/^/ /' "$1"; }

cat << 'END'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: PipelineKit
Comment: The sources of the pictures and of the embedded models are credited in
 /usr/share/pipelinekit/pictures/README.md and in the README.md of each model.

Files: *
Copyright: the PipelineKit authors
License: Apache-2.0

Files: usr/bin/runner
Copyright: the PipelineKit authors
 Apple Inc. and the Swift project authors (Swift, Foundation, Dispatch, swift-argument-parser, swift-log, SwiftNIO,
 SwiftProtobuf, AsyncHTTPClient and the packages of Swift that these use)
 The gRPC Authors (gRPC Swift)
 the Hummingbird authors (Hummingbird)
 the BoringSSL authors (BoringSSL)
 2018 Fedor Indutny (llhttp)
 2016 JP Simard (Yams)
 2006-2016 Kirill Simonov, 2017-2020 Ingy döt Net (LibYAML)
 2016-2025 Unicode, Inc. (ICU)
License: Apache-2.0 and MIT and Unicode-3.0
Comment: Swift and its libraries are linked into the program, under Apache-2.0
 with the Runtime Library Exception. The font of labels, DejaVu Sans, is in it
 too, under the licence DejaVu below.

License: Apache-2.0
 On Debian systems, the text is in /usr/share/common-licenses/Apache-2.0.

License: MIT
 Permission is hereby granted, free of charge, to any person obtaining a copy of
 this software and associated documentation files (the "Software"), to deal in
 the Software without restriction, including without limitation the rights to
 use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
 the Software, and to permit persons to whom the Software is furnished to do so,
 subject to the following conditions:
 .
 The above copyright notice and this permission notice shall be included in all
 copies or substantial portions of the Software.
 .
 THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
 FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
 COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN
 AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
 WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

License: Unicode-3.0
 Permission is hereby granted, free of charge, to any person obtaining a copy of
 data files and any associated documentation (the "Data Files") or software and
 any associated documentation (the "Software") to deal in the Data Files or
 Software without restriction, including without limitation the rights to use,
 copy, modify, merge, publish, distribute, and/or sell copies of the Data Files or
 Software, and to permit persons to whom the Data Files or Software are furnished
 to do so, provided that either (a) this copyright and permission notice appear
 with all copies of the Data Files or Software, or (b) this copyright and
 permission notice appear in associated Documentation.
 .
 THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
 EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
 MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF THIRD
 PARTY RIGHTS. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS
 NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES,
 OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN
 AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN
 CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA FILES OR SOFTWARE.
 .
 Except as contained in this notice, the name of a copyright holder shall not be
 used in advertising or otherwise to promote the sale, use or other dealings in
 these Data Files or Software without prior written authorization of the copyright
 holder.

License: DejaVu
END
indented docs/licences/DejaVu.txt
