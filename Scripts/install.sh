#!/bin/sh
# Installs the program, its data, completions and manual page under a prefix, or removes them:
# install.sh install|uninstall PREFIX.
# `make install` and `make uninstall` call it. RUNNER names another built program; DESTDIR is put before the prefix.
# PREFIX/share/pipelinekit/installed lists the files and folders that were made (folders end in a slash), so that
# uninstalling leaves the user's own files alone.
set -eu
cd "$(dirname "$0")/.."
prefix=$2
case $prefix in "~") prefix=$HOME ;; "~/"*) prefix=$HOME/${prefix#"~/"} ;; esac
prefix=${DESTDIR-}$prefix
runner=${RUNNER:-.build/release/runner}
share=share/pipelinekit
list=$prefix/$share/installed

# remove FILE: removes what FILE lists; folders only if they are empty, the innermost first.
remove() {
  LC_ALL=C sort -r "$1" | while IFS= read -r path; do
    case $path in
      */) rmdir "$prefix/$path" 2> /dev/null || true ;;
      *) rm -f "$prefix/$path" ;;
    esac
  done
}

# folder PATH: makes a folder under the prefix, with its parents, and lists those that did not exist.
folder() {
  [ ! -d "$prefix/$1" ] || return 0
  case $1 in */*) folder "${1%/*}" ;; esac
  install -d -m 755 "$prefix/$1"
  echo "$1/" >> "$new"
}

# file FROM TO MODE
file() {
  case $2 in */*) folder "${2%/*}" ;; esac
  install -m "$3" "$1" "$prefix/$2"
  echo "$2" >> "$new"
}

# no_text: ends where the program doesn't write its completions or manual page.
no_text() {
  echo "$runner doesn't run here, so its completions and manual page can't be written; nothing was installed" >&2
  exit 70
}

case $1 in
  install)
    if [ ! -x "$runner" ]; then
      case $runner in /*) ;; *) runner=$PWD/$runner ;; esac
      echo "$runner is missing: run 'make build' first (as yourself; installing needs no Swift)" >&2
      exit 66
    fi
    if ldd "$runner" 2> /dev/null | grep -q libswift; then
      echo "note: $runner runs only where Swift is installed; 'make build' builds one that runs anywhere" >&2
    fi
    new=$(mktemp)
    texts=$(mktemp -d)
    trap 'rm -rf "$new" "$new.gone" "$texts"' EXIT
    # The program itself writes its completions and manual page. One that doesn't run here leaves all as it was.
    for shell in bash zsh fish; do
      "$runner" --generate-completion-script "$shell" > "$texts/$shell" || no_text
    done
    "$runner" manual > "$texts/runner.1" || no_text
    if [ ! -d "$prefix" ]; then
      install -d -m 755 "$prefix"
      echo / >> "$new"
    fi
    file "$runner" bin/runner 755
    for path in LICENSE NOTICE docs/licences/*; do file "$path" "$share/licences/$(basename "$path")" 644; done
    file "$texts/bash" share/bash-completion/completions/runner 644
    file "$texts/zsh" share/zsh/site-functions/_runner 644
    file "$texts/fish" share/fish/vendor_completions.d/runner.fish 644
    file "$texts/runner.1" share/man/man1/runner.1 644
    data="models pipelines pictures recipes"
    if [ -d schemas ]; then data="$data schemas"; fi
    # shellcheck disable=SC2086 # several folders
    find $data -type f | LC_ALL=C sort > "$new.gone"
    while IFS= read -r path; do file "$path" "$share/$path" 644; done < "$new.gone"
    # Removes files of an earlier version that this one lacks; folders that it made stay listed.
    if [ -f "$list" ]; then
      grep '/$' "$list" >> "$new" || true
      grep -vxFf "$new" "$list" > "$new.gone" || true
      remove "$new.gone"
    fi
    echo "$share/installed" >> "$new"
    LC_ALL=C sort -u "$new" > "$list"
    chmod 644 "$list"
    echo "installed $prefix/bin/runner; pipelines and recipes are in $prefix/$share"
    case ":$PATH:" in *":$prefix/bin:"*) ;; *) [ -n "${DESTDIR-}" ] || echo "$prefix/bin is not on your PATH" ;; esac
    ;;
  uninstall)
    if [ ! -f "$list" ]; then
      echo "$list is missing: nothing was installed there" >&2
      exit 66
    fi
    listed=$(mktemp)
    trap 'rm -f "$listed"' EXIT
    cp "$list" "$listed"
    remove "$listed"
    rm -f "$list"
    if [ -d "$prefix/$share" ]; then echo "left what 'make install' did not put there: $prefix/$share"; fi
    ;;
  *) echo "usage: install.sh install|uninstall PREFIX" >&2; exit 64 ;;
esac
