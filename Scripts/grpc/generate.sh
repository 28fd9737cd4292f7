#!/bin/sh
# Writes Sources/OpenInference/GRPC/*.swift from open_inference.proto. Needs protoc (Debian: protobuf-compiler), and in PATH
# protoc-gen-swift of swift-protobuf 1.39 and protoc-gen-grpc-swift-2 of grpc-swift-protobuf 2.4:
# `swift build --product NAME` in a package that depends on these builds them.
set -eu
cd "$(dirname "$0")"
out=../../Sources/OpenInference/GRPC
mkdir -p "$out"
protoc open_inference.proto --swift_out="$out" --swift_opt=Visibility=Package,UseAccessLevelOnImports=true \
  --grpc-swift-2_out="$out" --grpc-swift-2_opt=Visibility=Package,UseAccessLevelOnImports=true
