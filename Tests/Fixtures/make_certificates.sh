#!/bin/sh
# Makes Tests/Fixtures/tls: an authority's certificate, and one for localhost and 127.0.0.1 that it signed, with its key.
set -eu
cd "$(dirname "$0")"
mkdir -p tls
cd tls
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout authority.key -out authority.pem \
  -days 36500 -subj "/CN=PipelineKit tests"
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj "/CN=localhost"
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' > server.ext
openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 36500 \
  -extfile server.ext -out server.pem
rm -f authority.key authority.srl server.csr server.ext
