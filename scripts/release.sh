#!/usr/bin/env bash
# A release from a clean tree: full check, tarball, publish. Without --publish nothing leaves this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

refuse() {
  echo "No release: $1" >&2
  exit 1
}

publish=no
case "${1-}" in
  '') ;;
  --publish) publish=yes ;;
  *) echo "usage: scripts/release.sh [--publish]" >&2; exit 2 ;;
esac

field() { node -p "const v = require('./package.json')['$1']; v === undefined ? '' : v.url ?? v"; }
version=$(field version)

[ -z "$(git status --porcelain)" ] || refuse "the tree has changes that are not committed. Commit or remove them."
grep -q "^## $version" CHANGELOG.md || refuse "CHANGELOG.md says nothing of $version. Write what it brings."
! grep -q '^## Unreleased' CHANGELOG.md || refuse "CHANGELOG.md has an unreleased part. Give it the version."
if git rev-parse -q --verify "refs/tags/v$version" >/dev/null; then
  [ "$(git rev-parse "v$version^{commit}")" = "$(git rev-parse HEAD)" ] ||
    refuse "v$version is the tag of another commit. Raise the version in package.json."
fi

npm ci
npm test
[ -z "$(git status --porcelain)" ] || refuse "the check changed the tree. Look at git status."

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
npm pack --pack-destination "$out"
tarball=$(echo "$out"/*.tgz)
sha256sum "$tarball" 2>/dev/null || shasum -a 256 "$tarball"

if [ "$publish" = no ]; then
  npm publish --dry-run --access public "$tarball"
  echo "Good. Nothing was published; npm run release -- --publish does that, from a CI job that signs provenance."
  exit 0
fi
[ -n "$(field repository)" ] ||
  refuse "provenance names where a package was built. Set repository in package.json to where this tree lives."
[ "${CI-}" = true ] || refuse "provenance can be signed by a CI job alone. Run this there."
git rev-parse -q --verify "refs/tags/v$version" >/dev/null || refuse "there is no tag v$version. Make it on this commit."
npm publish --provenance --access public "$tarball"
