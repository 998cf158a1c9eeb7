#!/bin/sh
# vega.sh DIR - the parts of Vega (Debian's libjs-vega) that the figures need, as one script.
#
# Each file is a UMD module; a small `define` hands it what it imports. What the figures do without
# (geographic projections, Voronoi) resolves to an empty module.
set -eu
dir=$1
cat <<'JS'
var vega=(function(){"use strict";
var mods={},name="";
function need(n){if(n==="vega-selections")n="vega-selection";return mods[n]||(mods[n]={});}
function define(deps,f){var own=mods[name]={};
f.apply(null,deps.map(function(d){return d==="exports"?own:need(d);}));}
define.amd=true;
JS
for m in util time format loader dataflow statistics scale canvas scenegraph expression \
    selection functions event-selector transforms view-transforms encode runtime parser view \
    interpreter; do
    echo "name=\"vega-$m\";"
    # these would end the script element or hide its end
    if grep -q -i -e '</script' -e '<!--' "$dir/vega-$m.min.js"; then exit 1; fi
    sed -e '/^\/\/# sourceMappingURL/d' "$dir/vega-$m.min.js"
    echo
done
cat <<'JS'
var out={};
Object.keys(mods).forEach(function(m){Object.keys(mods[m]).forEach(function(k){
if(k!=="__esModule"&&!(k in out))out[k]=mods[m][k];});});
["vega-transforms","vega-view-transforms","vega-encode"].forEach(function(m){
Object.keys(mods[m]).forEach(function(k){if(k!=="__esModule")mods["vega-dataflow"].transforms[k]=mods[m][k];});});
out.transforms=mods["vega-dataflow"].transforms;
return out;})();
JS
