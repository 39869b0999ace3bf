import sys; sys.path.insert(0,'/tmp/genjin/mine2')
from flowtry import *
S=open(sys.argv[1]).read().strip().split('\n')
async def main(w):
    p=w.sales("李雷"); t=Tail(w,p,"李雷")
    for s in S:
        await w.clock.advance(seconds=20)
        print('\n>>>',s); await p.says(s); t.show()
run(main)
