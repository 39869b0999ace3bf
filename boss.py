import sys; sys.path.insert(0,'/tmp/genjin/mine2')
from flowtry import *
async def main(w):
    p=w.sales("李雷"); b=w.boss; t=Tail(w,p,"李雷"); tb=Tail(w,b,"主管")
    for line in open(sys.argv[1]).read().strip().split('\n'):
        who,_,s=line.partition(':')
        await w.clock.advance(seconds=20)
        print('\n>>>',who,s)
        if who=='b': await b.says(s)
        elif who=='r': await p.says(s)
        elif who=='t': await w.clock.advance(hours=float(s))
        elif who.startswith('c'): await w.customer(who[1:]).says(s); 
        elif who=='burst': await w.burst_passes()
        t.show(); tb.show()
run(main)
